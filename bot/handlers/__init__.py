"""What a person can want: one public function per wish, no Slack types."""
