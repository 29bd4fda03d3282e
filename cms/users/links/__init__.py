"""Things that wait for somebody to press a link mailed to them: confirmations and invitations."""
