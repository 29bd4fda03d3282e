"""What a checkout needs to run: its own PostgreSQL, the services of ``make run``, clear faults.

Nothing here is used in production, where PostgreSQL and the processes belong to the host. Importing
any of it starts nothing; settings modules only ask for the address of the database.
"""
