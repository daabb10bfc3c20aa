package pipeline.store.sql;

import pipeline.testing.stores.MariaDbServer;

class MariaDbFaultsIT extends ServerFaultsContract {

    MariaDbFaultsIT() {
        super(MariaDbServer::new);
    }
}
