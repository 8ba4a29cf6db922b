extension BuiltInThemes {
    static let colourBlind = #"""
        {
          "about": "Blue and orange only, told apart by brightness too",
          "palette": {
            "paper":      ["#14171c", 233, "default"],
            "ink":        ["#dfe3e8", 254, "default"],
            "grey":       ["#9ba3ae", 247],
            "line":       ["#828a95", 245],
            "accent":     ["#56b4e9", 74,  "cyan"],
            "progress":   ["#56b4e9", 74,  "cyan"],
            "success":    ["#a9d3ff", 153, "bright blue"],
            "attention":  ["#f0e442", 227, "bright yellow"],
            "difference": ["#ffc98a", 222, "bright yellow"],
            "failure":    ["#ff9736", 208, "yellow"],
            "checking":   ["#b9c4ff", 147, "bright cyan"],
            "chosen":     ["#283342", 237],
            "shade":      ["#20262f", 235],
            "dark":       ["#14171c", 233, "black"],
            "white":      ["#14171c", 233, "black"],
            "alarm":      ["#ff9736", 208, "yellow"]
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
