"""Mail as files: whole or not at all, for their owner alone."""

from __future__ import annotations

import os
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import NoReturn

import pytest

from functions.forms.mail import Temporary
from functions.forms.mail.file import FileMailer

from .test_smtp import letter


def dated(at: str = "Sun, 22 Nov 2026 10:00:00 +0000") -> EmailMessage:
    made = letter()
    made["Date"] = at
    return made


def test_a_mail_is_a_file_that_mail_programs_read(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "mail"
    name = FileMailer(folder).send(dated(), "ann@mail.example")
    assert name.startswith("20261122T100000Z-")
    [file] = folder.iterdir()
    assert file.name == name
    assert file.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert b"\r\n" in file.read_bytes()
    read = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert read["Subject"] == "Fàilte “Ann”"


def test_the_same_mail_twice_is_two_files(tmp_path: Path) -> None:
    mailer = FileMailer(tmp_path)
    assert mailer.send(dated(), "a@mail.example") != mailer.send(dated(), "a@mail.example")
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_made_is_temporary(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Temporary, match=r"FileExistsError|NotADirectoryError"):
        FileMailer(tmp_path / "file" / "mail").send(dated(), "a@mail.example")


def test_a_disk_that_is_full_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Temporary, match="OSError"):
        FileMailer(tmp_path).send(dated(), "a@mail.example")
    assert list(tmp_path.iterdir()) == []
