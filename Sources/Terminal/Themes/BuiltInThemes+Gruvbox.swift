extension BuiltInThemes {
    static let gruvbox = #"""
        {
          "about": "Warm and soft on near black",
          "palette": {
            "paper":      ["#1d2021", 234, "default"],
            "ink":        ["#ebdbb2", 223, "default"],
            "grey":       ["#b3a58f", 248],
            "line":       ["#968875", 245],
            "accent":     ["#8ec07c", 108, "cyan"],
            "progress":   ["#8bada0", 109, "cyan"],
            "success":    ["#b8bb26", 142, "green"],
            "attention":  ["#fabd2f", 214, "yellow"],
            "difference": ["#fe8019", 208, "magenta"],
            "failure":    ["#ff7a68", 209, "red"],
            "checking":   ["#e09ab0", 175, "magenta"],
            "chosen":     ["#383432", 237],
            "shade":      ["#292828", 236],
            "dark":       ["#1d2021", 234, "black"],
            "white":      ["#fbf1c7", 230, "bright white"],
            "alarm":      ["#b3202a", 124, "red"]
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
