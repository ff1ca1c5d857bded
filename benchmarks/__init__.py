"""How quick Kumnit is, measured against a plain Flask application on the same machine in the same run."""
