"""The wall has the same doors on both sides."""

import inspect
import json
from collections.abc import Callable
from typing import Any, get_type_hints

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from bot.client import BackendClient


def doors(house: FastAPI) -> dict[tuple[str, str], APIRoute]:
    return {
        (method, route.path): route
        for route in house.routes
        if isinstance(route, APIRoute) and route.path.startswith("/v1/")
        for method in route.methods
    }
