extension BuiltInThemes {
    static let nord = #"""
        {
          "about": "Cool blues on dark slate",
          "palette": {
            "paper":      ["#242933", 235, "default"],
            "ink":        ["#d8dee9", 253, "default"],
            "grey":       ["#a2abbb", 247],
            "line":       ["#8791a3", 245],
            "accent":     ["#88c0d0", 116, "cyan"],
            "progress":   ["#8fb0d0", 110, "cyan"],
            "success":    ["#a3be8c", 150, "green"],
            "attention":  ["#ebcb8b", 222, "yellow"],
            "difference": ["#e09a7f", 173, "magenta"],
            "failure":    ["#e5949b", 174, "red"],
            "checking":   ["#c9a5c2", 182, "magenta"],
            "chosen":     ["#333b4d", 238],
            "shade":      ["#2d3443", 237],
            "dark":       ["#242933", 235, "black"],
            "white":      ["#ffffff", 231, "bright white"],
            "alarm":      ["#bf2f3a", 124, "red"]
          },
          "roles": {
            "text":             "ink on paper",
            "text.dim":         ["grey", "dim"],
            "text.strong":      "bold",
            "text.accent":      ["accent", "bold"],

            "border":           ["line", "dim"],
            "border.focus":     ["accent", "bold"],
            "title":            "ink",
            "title.focus":      "bold accent",
            "column.header":    ["grey", "underline"],
            "cursor":           ["bold on chosen", "bold white on blue", "reverse"],
            "cursor.dim":       ["on shade", "bold"],
            "mark":             ["bold attention", "bold underline"],
            "match":            ["dark on attention", "reverse"],

            "header":           "ink",
            "header.strong":    "bold",
            "tab":              ["grey", "ink"],
            "tab.focus":        ["bold dark on accent", "bold reverse"],
            "key":              "bold accent",
            "key.text":         "ink",
            "key.disabled":     ["grey", "dim"],
            "badge.production": ["bold white on alarm", "bold reverse"],
            "badge.local":      ["success", "underline"],
            "badge.readonly":   ["bold attention", "bold underline"],

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
            "bar.rest":         ["grey", "dim"],
            "graph.items":      "progress",
            "graph.throttle":   "attention",
            "graph.error":      ["failure", "bold"],
            "graph.axis":       ["grey", "dim"],
            "gauge.good":       "success",
            "gauge.high":       "attention",
            "gauge.over":       "bold failure",

            "level.debug":      ["grey", "dim"],
            "level.info":       "ink",
            "level.warning":    ["attention", "underline"],
            "level.error":      ["bold failure", "bold reverse"],
            "good":             "success",
            "warning":          ["attention", "underline"],
            "danger":           ["bold failure", "bold reverse"],
            "diff.expected":    ["success", "underline"],
            "diff.found":       ["difference", "reverse"],

            "dialog":           "ink",
            "dialog.border":    ["accent", "bold"],
            "dialog.danger":    "bold failure",
            "button":           ["ink on shade", "ink"],
            "button.focus":     ["bold dark on accent", "bold reverse"],
            "input":            ["ink on shade", "underline"]
          }
        }

        """#
}
