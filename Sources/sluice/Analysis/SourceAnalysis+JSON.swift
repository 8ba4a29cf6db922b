import Headless
import JSONText
import RunModel
import SQLiteSource

extension SourceAnalysis {
    /// The same for programs, as docs/analyze.md has it; fields are only added to.
    var json: String {
        var writer = JSONWriter(pretty: true)
        writer.beginObject()
        writer.field("version", 1)
        writer.object("source") { writer in
            writer.field("path", path)
            writer.field("fileBytes", facts.fileBytes)
            writer.field("walBytes", facts.walBytes)
            writer.field("pageBytes", facts.pageBytes)
            writer.field("encoding", facts.encoding)
            writer.field("journalMode", facts.journalMode)
            writer.field("isReadWithoutLocks", facts.isImmutable)
            writer.field("sqliteVersion", facts.libraryVersion)
            writer.field("tables", tableCount)
        }
        writer.array("tables", tables) { $1.write(to: &$0) }
        writer.array("views", views) { writer, view in
            writer.field("name", view.name)
            writer.field("columns", view.columns.map(\.name))
            writer.field("problem", view.problem)
        }
        writer.array("leftOut", leftOut) { writer, object in
            writer.field("name", object.name)
            writer.field("kind", object.kind.rawValue)
            writer.field("module", object.detail)
        }
        writer.array("cycles", cycles) { writer, cycle in writer.field("tables", cycle) }
        writer.object("mapping") { writer in
            writer.field("config", mapping.config)
            writer.field("isDefault", mapping.config == nil)
            writer.field("fits", mapping.fingerprint != nil)
            writer.field("fingerprint", mapping.fingerprint)
            writer.array("tables", mapping.tables) { $1.write(to: &$0) }
        }
        writer.object("riskCounts") { writer in
            for severity in Risk.Severity.allCases {
                writer.field(severity.rawValue, risks.count(severity))
            }
        }
        writer.array("risks", risks) { writer, risk in
            writer.field("severity", risk.severity.rawValue)
            writer.field("kind", risk.kind.rawValue)
            writer.field("place", risk.place)
            writer.field("message", risk.message)
            writer.field("advice", risk.advice)
        }
        writer.endObject()
        return writer.terminalSafeText
    }
}

extension SourceAnalysis.Table {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.field("name", table.name)
        writer.field("rows", measure.rows)
        writer.field("bytes", measure.bytes)
        writer.field("largestRowBytes", measure.largestRow)
        writer.field("primaryKey", table.primaryKey)
        writer.field("rowid", table.rowidName)
        writer.field("isWithoutRowid", table.isWithoutRowid)
        writer.field("isStrict", table.isStrict)
        writer.array("columns", table.columns) { writer, column in
            column.write(to: &writer)
            measure.column(column.name)?.write(to: &writer)
        }
        writer.array("foreignKeys", relations) { writer, relation in
            writer.field("columns", relation.key.columns)
            writer.field("parentTable", relation.key.parentTable)
            writer.field("parentColumns", relation.key.parentColumns)
            writer.field("isSelfReference", relation.isSelfReference)
            writer.field("problem", relation.key.problem?.rawValue)
            writer.field("orphans", relation.orphans)
        }
        writer.array("uses", uses) { writer, use in
            writer.field("table", use.table)
            writer.field("entity", use.entity)
            writer.field("kind", use.kind.rawValue)
            writer.field("attribute", use.attribute)
        }
    }
}

extension SourceColumn {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.field("name", name)
        writer.field("declaredType", declaredType)
        writer.field("affinity", affinity.rawValue)
        writer.field("isNotNull", isNotNull)
        writer.field("isGenerated", isGenerated)
    }
}

extension ColumnMeasure {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.field("nulls", nulls)
        writer.field("integers", integers)
        writer.field("reals", reals)
        writer.field("texts", texts)
        writer.field("blobs", blobs)
        writer.field("emptyTexts", emptyTexts)
        writer.field("emptyBlobs", emptyBlobs)
        writer.field("invalidTexts", invalidTexts)
        writer.field("numbersOutOfRange", numbersOutOfRange)
        writer.field("largestTextBytes", largestText)
        writer.field("largestBlobBytes", largestBlob)
        writer.field("minInteger", minInteger)
        writer.field("maxInteger", maxInteger)
        writer.field("minReal", minReal)
        writer.field("maxReal", maxReal)
    }
}
