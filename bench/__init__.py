"""What a page costs, measured beside a bare server and a bare template: `make bench`."""
