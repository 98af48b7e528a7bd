"""典型案例 (第七条第（四）项): how somebody was helped, told with her consent."""

from contract.base import Shape


class Story(Shape):
    """One story as anybody reads it. ``mine``: it is about the person who reads, and she may take her consent back."""

    id: int
    title: str
    text: str
    office: str
    on: str
    mine: bool


class StoryList(Shape):
    """A page of them, the newest first; ``page`` counts from 0."""

    stories: tuple[Story, ...]
    page: int
    more: bool
