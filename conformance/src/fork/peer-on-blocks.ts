import { ContractChaincode } from '@heddle/contract';
import { createLogger, SessionRunner } from '@heddle/core';
import { CertificateAuthority, LocalPeer, Organization } from '@heddle/local-peer';
import { LedgerBlocks, type LedgerBlocksOptions } from '@heddle/local-peer/internal';
import { createStreamPair, type MessageStream } from '@heddle/protocol';
import { readBlockFiles } from '@heddle/replay';
import { AssetTransfer } from '@heddle-examples/asset-transfer';
import { ASSETS } from '../history/history-calls';

const SILENT = createLogger('error', () => undefined);
const PACKAGE_ID = `${ASSETS}:1`;
const CONTRACT = new ContractChaincode({ contracts: [AssetTransfer], logger: SILENT });

/** A local peer that goes on with the blocks of a real channel, and runs one of its chaincodes. */
export class PeerOnBlocks implements AsyncDisposable {
    readonly ledger: LedgerBlocks;
    readonly peer: LocalPeer;

    private constructor(ledger: LedgerBlocks, peer: LocalPeer) {
        this.ledger = ledger;
        this.peer = peer;
    }

    static async start(folder: string, options: LedgerBlocksOptions = {}): Promise<PeerOnBlocks> {
        const blocks = await LedgerBlocks.open(readBlockFiles(folder), options);
        const [organization, ...organizations] = blocks.organizations.map(({ mspId, authorities }) => {
            const authority = CertificateAuthority.namesake(authorities[0] ?? '');
            return new Organization({ mspId, authority, otherAuthorities: authorities });
        });
        if (organization === undefined) throw new Error(`the blocks in ${folder} have no organization`);
        // What users do not know as an option.
        const begun = { blocks };
        const peer = await LocalPeer.start({ organization, organizations, ...begun });
        const mspIds = blocks.organizations.map(({ mspId }) => mspId);
        const connect = Object.fromEntries(mspIds.map((mspId) => [mspId, () => serve(mspId)]));
        peer.install({ name: ASSETS, packageId: PACKAGE_ID, inherits: true, connect });
        await peer.launch({ chaincode: ASSETS });
        return new PeerOnBlocks(blocks, peer);
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.peer.close();
        await this.ledger.close();
    }
}

function serve(mspId: string): MessageStream {
    const [ours, theirs] = createStreamPair();
    // Ends with the stream; never rejects.
    void new SessionRunner(ours, { packageId: PACKAGE_ID, chaincode: CONTRACT, logger: SILENT, mspId }).run();
    return theirs;
}
