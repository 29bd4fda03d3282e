"""Public addresses of culture."""

app_name = "culture"
urlpatterns: list = []
