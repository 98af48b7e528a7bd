"""The bot's only way to the backend: one method per endpoint, over HTTP."""

from bot.client.activities import ActivityDoors
from bot.client.application import ApplicationDoors
from bot.client.channel import ChannelDoors
from bot.client.complaints import ComplaintDoors
from bot.client.finding import FindingDoors
from bot.client.jobs import JobDoors
from bot.client.mandates import MandateDoors
from bot.client.own import OwnDoors
from bot.client.policy import PolicyDoors
from bot.client.register import RegisterDoors
from bot.client.screening import ScreeningDoors
from bot.client.stories import StoryDoors
from bot.client.survey import SurveyDoors
from bot.client.topics import TopicDoors
from bot.client.training import TrainingDoors
from bot.client.wire import TIMEOUT, BackendDown, Problem

__all__ = ["TIMEOUT", "BackendClient", "BackendDown", "Problem"]


class BackendClient(
    OwnDoors,
    PolicyDoors,
    ScreeningDoors,
    ApplicationDoors,
    RegisterDoors,
    FindingDoors,
    ActivityDoors,
    TrainingDoors,
    JobDoors,
    SurveyDoors,
    ComplaintDoors,
    StoryDoors,
    TopicDoors,
    MandateDoors,
    ChannelDoors,
):
    """One line to the backend. ``for_account`` gives the view of one turn of one citizen."""
