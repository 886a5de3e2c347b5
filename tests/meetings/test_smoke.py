def test_pages(browser, stage):
    key = stage.meeting("in_session")
    item = stage.item(key)
    chidi = browser("chidi")
    for path in ("/groups/pharmacy/meetings", "/groups/pharmacy/meetings/new", f"/meetings/{key}", f"/meetings/{key}/agenda", f"/meetings/{key}/items/new", f"/meetings/{key}/minutes", f"/meetings/{key}/attendance", f"/meetings/{key}/closing", f"/items/{item}", f"/items/{item}/edit", f"/items/{item}/minutes", "/groups/pharmacy/decisions", "/desk", "/groups/pharmacy"):
        answer = chidi.get(path)
        assert answer.status_code == 200, (path, answer.text[:2000])
