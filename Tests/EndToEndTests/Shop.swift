/// Small sources of these tests.
enum Shop {
    /// Two tables, 40 and 120 rows.
    static let sql = """
        CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT, note);
        CREATE TABLE purchase(id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customer(id), total REAL);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
            INSERT INTO customer SELECT i, 'customer ' || i, NULL FROM n;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)
            INSERT INTO purchase SELECT i, 1 + i % 40, i * 1.25 FROM n;
        """

    /// A configuration that says nothing but where the source is: the mapping is the standard one.
    static let config = #"{ "source": { "path": "shop.db" }, "target": { "region": "us-east-1" } }"#

    /// Every way in which a row cannot be written as it is, between rows that can; and names, keys and
    /// tables that need care.
    static let awkward = """
        CREATE TABLE words(word TEXT PRIMARY KEY, n);
        INSERT INTO words VALUES
            ('a', 1), ('', 2), (NULL, 3), ('ü#%', 9e999), ('b', -9e999), ('c', 1e-140), ('d', 1e200),
            ('e', CAST(x'ff41' AS TEXT)), ('f', zeroblob(409500)), ('g', zeroblob(420000)),
            ('h', -0.0), ('i', 0.1), ('j', 9223372036854775807), ('k', -9223372036854775808), ('l', ''),
            ('m', x''), (printf('%.*c', 2049, 'x'), 1), (printf('%.*c', 2048, 'y'), 1);
        CREATE TABLE pairs(a INT, b TEXT, v, PRIMARY KEY(a, b)) WITHOUT ROWID;
        INSERT INTO pairs VALUES
            (1, 'x', 1), (1, 'y', 2), (2, '', 3), (3, printf('%.*c', 1024, 'x'), 1),
            (3, printf('%.*c', 1025, 'x'), 1);
        CREATE TABLE triples(a TEXT, b TEXT, c, v, PRIMARY KEY(a, b, c));
        INSERT INTO triples VALUES
            ('x', 'p#q', '%', 1), ('x', 'p', 'q#%', 2), ('x', 'p', NULL, 3), ('x', 5, 6.5, 4),
            ('x', x'00ff', 'z', 5), ('', 'a', 'b', 6);
        CREATE TABLE log(line, level TEXT);
        INSERT INTO log VALUES ('one', NULL), (NULL, NULL), (x'0102', 'z');
        CREATE TABLE blobs(k BLOB PRIMARY KEY, v);
        INSERT INTO blobs VALUES (x'00', 1), (x'ff', 2), (x'', 3);
        CREATE TABLE mixed(k PRIMARY KEY, v);
        INSERT INTO mixed VALUES (1, 'int'), ('t', 'text'), (2.5, 'real'), (x'00ff', 'blob');
        CREATE TABLE "Größe x!"(id INTEGER PRIMARY KEY, "été" TEXT);
        INSERT INTO "Größe x!" VALUES (1, 'a');
        CREATE TABLE "Größe x?"(id INTEGER PRIMARY KEY, v TEXT);
        INSERT INTO "Größe x?" VALUES (1, 'b');
        CREATE TABLE t(id INTEGER PRIMARY KEY);
        INSERT INTO t VALUES (1);
        CREATE TABLE empty(id INTEGER PRIMARY KEY, v);
        CREATE VIEW seen AS SELECT * FROM words;
        CREATE VIRTUAL TABLE notes USING fts5(body);
        INSERT INTO notes VALUES ('hello');
        """
    /// Of the awkward rows; nine of words, two of pairs, three of triples, one of blobs, one of mixed.
    static let awkwardQuarantine = 16
}
