"""The floor: what a plain Flask, SQLAlchemy and Jinja application costs that does one thing, list twenty ideas.

It knows nobody, translates nothing and guards nothing: one query, one template, from the very database Kumnit
serves. Nothing of Kumnit is imported, so nothing here is quick or slow because of us.
"""

import os
from datetime import datetime

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

TEMPLATE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Ideas</title></head>
<body>
<h1>Ideas</h1>
<ul>
{% for idea in ideas %}
<li>
  <h2><a href="/ideas/{{ idea.number }}">{{ idea.title }}</a></h2>
  <p>{{ idea.stage }}, {{ idea.submitted_at.strftime("%d %B %Y") }}</p>
  <p>{{ idea.support_count }} supports, {{ idea.comment_count }} comments</p>
</li>
{% endfor %}
</ul>
</body>
</html>
"""


class Base(DeclarativeBase):
    """The floor's own base."""


class Idea(Base):
    """The few columns the list shows."""

    __tablename__ = "idea"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    title: Mapped[str]
    stage: Mapped[str]
    submitted_at: Mapped[datetime]
    support_count: Mapped[int]
    comment_count: Mapped[int]


def create_floor() -> Flask:
    """Make the application over the database FLOOR_DATABASE names."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"ideas.html": TEMPLATE})
    engine = create_engine(os.environ["FLOOR_DATABASE"])
    newest = select(Idea).where(Idea.submitted_at.is_not(None)).order_by(Idea.submitted_at.desc(), Idea.id.desc())

    @app.get("/")
    def ideas() -> str:
        """The newest twenty."""
        with Session(engine) as session:
            return render_template("ideas.html", ideas=session.scalars(newest.limit(20)).all())

    return app
