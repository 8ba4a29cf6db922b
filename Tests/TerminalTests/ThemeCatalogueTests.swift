import Foundation
import Terminal
import TestSupport
import Testing

@Suite struct ThemeCatalogueTests {
    @Test
    func `Themes are looked for at the operator's, beside the binary, then in its checkout`() {
        #expect(
            ThemeCatalogue.folders(
                environment: ["XDG_CONFIG_HOME": "/xdg", "HOME": "/home/o"],
                executable: "/opt/tools/bin/sluice")
                == ["/xdg/sluice/themes", "/opt/tools/share/sluice/themes"])
        #expect(
            ThemeCatalogue.folders(
                environment: ["XDG_CONFIG_HOME": "relative", "HOME": "/home/o"],
                executable: "/src/sluice/.build/x86_64/release/sluice")
                == ["/home/o/.config/sluice/themes", "/src/sluice/themes"])
        #expect(ThemeCatalogue.folders(environment: [:], executable: "/sluice") == [])
        #expect(
            ThemeCatalogue.folders(environment: [:], executable: "/bin/sluice")
                == ["/share/sluice/themes"])
    }

    @Test
    func `The first folder that has a theme wins over the next and over the binary`() throws {
        let first = try TestFolder()
        let second = try TestFolder()
        try write(first, "nord.json", "first")
        try write(second, "nord.json", "second")
        try write(second, "mine.json", "mine")
        try write(second, "notes.txt", "no theme")
        let catalogue = ThemeCatalogue(folders: [first.path, "/does/not/exist", second.path])
        #expect(try catalogue.find("nord").about == "first")
        #expect(try catalogue.find("mine").about == "mine")
        #expect(try catalogue.find("gruvbox").about.isEmpty == false)
        let entries = catalogue.entries()
        #expect(entries.last?.path == second.path + "/mine.json")
        #expect(entries.count == 8)
        #expect(try entries.allSatisfy { try catalogue.read($0).name == $0.name })
    }

    @Test
    func `A file is shown wherever it is, and is called as the file`() throws {
        let folder = try TestFolder()
        try write(folder, "forest.json", "trees")
        let theme = try ThemeCatalogue(folders: []).find(folder.path + "/forest.json")
        #expect(theme.name == "forest")
    }

    @Test
    func `A theme that is broken or missing is named, and the default is shown`() throws {
        let folder = try TestFolder()
        try folder.write("{\"roles\": {\"text\": \"redd\"}}", to: "broken.json")
        let catalogue = ThemeCatalogue(folders: [folder.path])
        let broken = catalogue.theme("broken")
        #expect(broken.theme == .builtIn)
        #expect(broken.complaint?.message.contains(folder.path + "/broken.json") == true)
        #expect(broken.complaint?.problems.map(\.line) == [1])
        let missing = catalogue.theme("nrod")
        #expect(missing.theme == .builtIn)
        #expect(missing.complaint?.message == "there is no theme \"nrod\"")
        #expect(missing.complaint?.hint?.contains("nord") == true)
        #expect(catalogue.theme("/no/such.json").complaint?.problems == [])
        #expect(catalogue.theme(nil).complaint == nil)
        #expect(catalogue.theme(nil).theme == .builtIn)
    }

    private func write(_ folder: TestFolder, _ name: String, _ about: String) throws {
        try folder.write("{\"about\": \"\(about)\", \"roles\": {\"text\": \"red\"}}", to: name)
    }
}
