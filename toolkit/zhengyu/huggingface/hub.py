"""A written repository to the hub, through the hub's own client."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from huggingface_hub import HfApi, get_token
from huggingface_hub.errors import HFValidationError
from huggingface_hub.utils import validate_repo_id  # type: ignore[attr-defined]

from zhengyu.errors import ConfigurationError, WritingError


def check_repository(repository: str) -> None:
    """Holds the name of a repository against the hub's rules, without any request.

    Raises:
        ConfigurationError: when it is neither `NAME/DATASET` nor `DATASET`.
    """
    try:
        validate_repo_id(repository)
    except HFValidationError as error:
        raise ConfigurationError(
            f"{repository!r} cannot be a repository: give NAME/DATASET ({error})"
        ) from error


def find_token(token: str | None = None) -> str:
    """The token given, else that of `HF_TOKEN` or what `hf auth login` stored.

    Raises:
        ConfigurationError: when there is none.
    """
    found = token or get_token()
    if not found:
        raise ConfigurationError(
            "the hub takes no dataset without a token: run 'hf auth login', or set HF_TOKEN to a "
            "token that may write (https://huggingface.co/settings/tokens)"
        )
    return found


def push(
    folder: str | Path,
    repository: str,
    *,
    configurations: Iterable[str],
    token: str | None = None,
    private: bool = False,
) -> str:
    """Uploads a folder that `export` wrote as one commit, and returns the address of the dataset.

    The repository is made if it is not there. Parquet files of these configurations that it holds
    from before and that are not in the folder are deleted in the same commit, for the card's
    patterns would take them in.

    Args:
        folder: what to upload.
        repository: `NAME/DATASET`.
        configurations: the folders of Parquet files.
        token: as `find_token`.
        private: whether a repository that is made is private.

    Raises:
        ConfigurationError: for a name that is none, or without a token.
        WritingError: when the hub refuses, with its reason, or cannot be reached.
    """
    check_repository(repository)
    api = HfApi(token=find_token(token), library_name="zhengyu")
    try:
        made = api.create_repo(
            repository, repo_type="dataset", private=private or None, exist_ok=True
        )
        api.upload_folder(
            folder_path=folder,
            repo_id=made.repo_id,
            repo_type="dataset",
            commit_message="Dataset exported by zhengyu",
            delete_patterns=[f"{name}/*.parquet" for name in configurations],
        )
    except Exception as error:
        # Of whatever kind: the client's HTTP library is another one from version to version.
        raise WritingError(
            f"the hub did not take {repository}: {error}; {folder} is complete, so that 'hf upload "
            f"{repository} {folder} --repo-type dataset' can try again"
        ) from error
    return str(made)
