"""The edges: model servers, files and the database, behind the ports of the domain."""
