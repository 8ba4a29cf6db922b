extension BuiltInThemes {
    static let solarizedLight = #"""
        {
          "about": "Dark ink on cream paper",
          "palette": {
            "paper":      ["#fdf6e3", 230, "default"],
            "ink":        ["#073642", 235, "default"],
            "grey":       ["#4b5f66", 240],
            "line":       ["#5f737a", 242],
            "accent":     ["#185f92", 25,  "cyan"],
            "progress":   ["#185f92", 25,  "cyan"],
            "success":    ["#525f00", 58,  "green"],
            "attention":  ["#755600", 94,  "yellow"],
            "difference": ["#9c3a0a", 130, "magenta"],
            "failure":    ["#b02522", 124, "red"],
            "checking":   ["#554ca0", 61,  "magenta"],
            "chosen":     ["#e9e2cd", 223],
            "shade":      ["#f3ecd9", 255],
            "dark":       ["#fdf6e3", 230, "black"],
            "white":      ["#ffffff", 231, "bright white"],
            "alarm":      ["#c0302c", 124, "red"]
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
