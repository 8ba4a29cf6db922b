extension BuiltInThemes {
    static let standard = #"""
        {
          "about": "The terminal's own colours and background; its greys are read on dark and on light",
          "palette": {
            "grey":       243,
            "line":       240,
            "accent":     "cyan",
            "progress":   "cyan",
            "success":    "green",
            "attention":  "yellow",
            "difference": "magenta",
            "failure":    "red",
            "checking":   "magenta",
            "dark":       "black",
            "white":      "bright white",
            "alarm":      "red"
          },
          "roles": {
            "text":             "default on default",
            "text.dim":         ["grey", "dim"],
            "text.strong":      "bold",
            "text.accent":      ["accent", "bold"],

            "border":           ["line", "dim"],
            "border.focus":     ["accent", "bold"],
            "title":            "default",
            "title.focus":      "bold",
            "column.header":    ["grey", "underline"],
            "cursor":           ["bold white on blue", "reverse"],
            "cursor.dim":       "bold default on default",
            "mark":             ["bold attention", "bold underline"],
            "match":            ["dark on attention", "reverse"],

            "header":           "default",
            "header.strong":    "bold",
            "tab":              ["grey", "default"],
            "tab.focus":        ["bold dark on accent", "bold reverse"],
            "key":              "bold",
            "key.text":         ["grey", "default"],
            "key.disabled":     ["grey", "dim"],
            "badge.production": ["bold white on alarm", "bold reverse"],
            "badge.local":      ["success", "underline"],
            "badge.readonly":   ["dark on attention", "bold underline"],

            "table.queued":     ["grey", "dim"],
            "table.running":    ["accent", "bold"],
            "table.paused":     ["attention", "underline"],
            "table.validating": ["checking", "bold underline"],
            "table.done":       "success",
            "table.failed":     ["bold failure", "bold reverse"],
            "table.mismatch":   ["bold difference", "reverse"],

            "bar.done":         "progress",
            "bar.paused":       "attention",
            "bar.failed":       "failure",
            "bar.rest":         ["line", "dim"],
            "graph.items":      "progress",
            "graph.throttle":   "attention",
            "graph.error":      ["failure", "bold"],
            "graph.axis":       ["grey", "dim"],
            "gauge.good":       "success",
            "gauge.high":       "attention",
            "gauge.over":       "bold failure",

            "level.debug":      ["grey", "dim"],
            "level.info":       "default",
            "level.warning":    ["attention", "underline"],
            "level.error":      ["bold failure", "bold reverse"],
            "good":             "success",
            "warning":          ["attention", "underline"],
            "danger":           ["bold failure", "bold reverse"],
            "diff.expected":    ["success", "underline"],
            "diff.found":       ["difference", "reverse"],

            "dialog":           "default",
            "dialog.border":    ["accent", "bold"],
            "dialog.danger":    "bold failure",
            "button.focus":     ["bold dark on accent", "bold reverse"],
            "input":            "underline"
          }
        }

        """#
}
