"""Connection types that the bot knows by itself: their names, and what they can be the end of."""

NAMES = {  # for when Polytomic cannot list its types; these are the types whose forms come with the bot
    "api": "HTTP API",
    "azureblob": "Azure Blob Storage",
    "bigquery": "Google BigQuery",
    "databricks": "Databricks",
    "gcs": "Google Cloud Storage",
    "gsheets": "Google Sheets",
    "hubspot": "HubSpot",
    "mongodb": "MongoDB",
    "mysql": "MySQL",
    "postgresql": "PostgreSQL",
    "redshift": "Redshift",
    "s3": "S3",
    "salesforce": "Salesforce",
    "snowflake": "Snowflake",
    "webhook": "Webhook",
}

# Polytomic lists these as destinations, but of model syncs: no bulk sync can write there.
NO_BULK_DESTINATION = frozenset({"gsheets", "hubspot", "salesforce", "webhook"})

# What Polytomic's pages name as destinations of bulk syncs; offered first.
USUAL_DESTINATIONS = (
    "snowflake",
    "bigquery",
    "postgresql",
    "redshift",
    "databricks",
    "s3",
    "gcs",
    "azureblob",
    "mysql",
    "mssql",
    "clickhouse",
    "motherduck",
    "synapse",
    "azuresql",
    "redshiftserverless",
    "awsathena",
)
