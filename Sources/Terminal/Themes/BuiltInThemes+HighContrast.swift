extension BuiltInThemes {
    static let highContrast = #"""
        {
          "about": "White on black, bright and bold",
          "palette": {
            "paper":      ["#000000", 16,  "default"],
            "ink":        ["#ffffff", 231, "default"],
            "grey":       ["#c6c6c6", 251],
            "line":       ["#a8a8a8", 248],
            "accent":     ["#5fffff", 87,  "bright cyan"],
            "progress":   ["#87d7ff", 117, "bright cyan"],
            "success":    ["#5fff5f", 83,  "bright green"],
            "attention":  ["#ffff5f", 227, "bright yellow"],
            "difference": ["#ffaf5f", 215, "bright magenta"],
            "failure":    ["#ff7575", 210, "bright red"],
            "checking":   ["#ff87ff", 213, "bright magenta"],
            "shade":      ["#303030", 236],
            "dark":       ["#000000", 16,  "black"],
            "white":      ["#ffffff", 231, "bright white"],
            "alarm":      ["#c40000", 124, "red"]
          },
          "roles": {
            "text":             "ink on paper",
            "text.dim":         ["grey", "dim"],
            "text.strong":      "bold",
            "text.accent":      ["accent", "bold"],

            "border":           ["line", "dim"],
            "border.focus":     ["accent", "bold"],
            "title":            "bold",
            "title.focus":      "bold accent",
            "column.header":    ["grey", "underline"],
            "cursor":           ["bold dark on ink", "reverse"],
            "cursor.dim":       ["ink on shade", "bold"],
            "mark":             ["bold attention", "bold underline"],
            "match":            ["dark on attention", "reverse"],

            "header":           "ink",
            "header.strong":    "bold",
            "tab":              "ink",
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
