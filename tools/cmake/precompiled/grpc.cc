// Carries the precompiled headers of gRPC.
