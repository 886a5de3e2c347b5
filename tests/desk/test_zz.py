from tests.conftest import *


def test_x(browser, world, queries):
    edith = browser("edith")
    for _ in range(4):
        queries.clear()
        edith.get("/desk")
        print(len(queries), [q[:70].replace("\n", " ") for q in queries])
