// Carries the precompiled headers of the tests; it runs none.
