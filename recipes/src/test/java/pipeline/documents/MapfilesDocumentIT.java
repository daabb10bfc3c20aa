package pipeline.documents;

class MapfilesDocumentIT extends DocumentContract {
    MapfilesDocumentIT() {
        super("docs/mapfiles.md");
    }
}
