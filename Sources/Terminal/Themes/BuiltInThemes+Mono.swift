extension BuiltInThemes {
    static let mono = #"""
        {
          "about": "No colour at all: bold, dim, underline and reverse",
          "roles": {
            "text":             "default on default",
            "text.dim":         "dim",
            "text.strong":      "bold",
            "text.accent":      "bold",

            "border":           "dim",
            "border.focus":     "bold",
            "title.focus":      "bold",
            "column.header":    "underline",
            "cursor":           "reverse",
            "cursor.dim":       "bold",
            "mark":             "bold underline",
            "match":            "reverse",

            "header.strong":    "bold",
            "tab.focus":        "bold reverse",
            "key":              "bold",
            "key.disabled":     "dim",
            "badge.production": "bold reverse",
            "badge.local":      "underline",
            "badge.readonly":   "bold underline",

            "table.queued":     "dim",
            "table.running":    "bold",
            "table.paused":     "underline",
            "table.validating": "bold underline",
            "table.failed":     "bold reverse",
            "table.mismatch":   "reverse",

            "bar.rest":         "dim",
            "graph.error":      "bold",
            "graph.axis":       "dim",
            "gauge.over":       "bold",

            "level.debug":      "dim",
            "level.warning":    "underline",
            "level.error":      "bold reverse",
            "warning":          "underline",
            "danger":           "bold reverse",
            "diff.expected":    "underline",
            "diff.found":       "reverse",

            "dialog.border":    "bold",
            "dialog.danger":    "bold",
            "button.focus":     "bold reverse",
            "input":            "underline"
          }
        }

        """#
}
