"""一人一档: everything about one person on one page, exports, the audit, and how offices do (第五条、第六条)."""
