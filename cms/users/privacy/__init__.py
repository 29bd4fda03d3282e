"""What is stored about people with an account: the account itself and their work in the admin."""

from cms.users.privacy import account, editing

__all__ = ["account", "editing"]
