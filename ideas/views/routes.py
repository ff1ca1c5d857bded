"""The blueprint that all pages of ideas hang on."""

from flask import Blueprint

blueprint = Blueprint("ideas", __name__)
