import re
from pathlib import Path

import pytest

README = Path(__file__).parent.parent / "README.md"


@pytest.mark.django_db
def test_the_example_of_the_readme_runs_as_it_stands():
    example = max(re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL), key=len)
    exec(example, {})  # noqa: S102 - our own text
