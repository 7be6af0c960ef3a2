"""Reading one page: each module finds one thing. :mod:`ribao.acquire.extract` puts them together."""
