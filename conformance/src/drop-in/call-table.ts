/** A chaincode of somebody's, by its folder, and calls of it that are ours. */
export interface CallTable {
    /** Below the folder that is given; its last part names the chaincode, unless `name` does. */
    readonly folder: string;
    readonly name?: string;
    /** Chaincodes that it calls, in folders of their own. */
    readonly others?: readonly string[];
    /** Calls, one a line, as `parseCalls` reads them. */
    readonly calls: string;
    /** The file of its private data collections, in its folder. */
    readonly collections?: string;
    /** Where its state is in CouchDB: for rich queries. Default: LevelDB. */
    readonly queries?: 'couchdb';
    /** Whether the peers of all organizations are served by one process. Default: each has its own, with its own MSP id. */
    readonly oneServer?: boolean;
    /** The file that serves it by itself, given address and package id. Default: `fabric-chaincode-node` serves it. */
    readonly program?: string;
}

/** The name under which a folder's chaincode is defined. */
export function chaincodeName(folder: string): string {
    return folder.split('/').at(-1) ?? folder;
}
