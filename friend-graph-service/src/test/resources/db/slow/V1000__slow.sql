-- Longer than the test allows a request.
SELECT pg_sleep(5);
