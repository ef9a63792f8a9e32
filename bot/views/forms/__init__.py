"""The modals, one file per form."""
