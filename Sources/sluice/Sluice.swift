@main
struct Sluice {
    static func main() async {
        print("sluice")
    }
}
