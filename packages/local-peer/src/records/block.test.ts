import { createHash, X509Certificate } from 'node:crypto';
import { proposalParts, requests } from '@heddle/protocol';
import { common, ledger, msp, peer as peerProtos } from '@hyperledger/fabric-protos';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verifySignature } from '../identity/signature';
import type { CommittedBlock } from '../subscription';
import { RuleBench } from '../testing/rule-bench';

/** Blocks, read with fabric-protos: what later gateways and clients will find in them. */
describe('a committed block', () => {
    let bench: RuleBench;
    let txId: string;

    beforeEach(async () => {
        bench = await RuleBench.start();
        bench.install(async ({ ask }) => {
            await ask(requests.putState, { key: 'k', value: Buffer.from('v') });
            return { message: 'fine', payload: 'done', event: { name: 'made', payload: 'details' } };
        });
        ({ txId } = await bench.peer.submit({ chaincode: 'basic', function: 'run', transient: { secret: 'hidden' } }));
        await bench.submit();
    });

    afterEach(() => bench[Symbol.asyncDispose]());

    async function blocks(): Promise<CommittedBlock[]> {
        const found: CommittedBlock[] = [];
        for await (const block of await bench.peer.blocks({ startBlock: 0n })) {
            found.push(block);
            if (found.length === 3) break;
        }
        return found;
    }

    async function decoded(number: number): Promise<common.Block> {
        return common.Block.deserializeBinary((await blocks())[number]?.encoded ?? Buffer.alloc(0));
    }

    function payloadOf(block: common.Block): common.Payload {
        const [data = ''] = block.getData()?.getDataList_asU8() ?? [];
        return common.Payload.deserializeBinary(
            common.Envelope.deserializeBinary(data as Uint8Array).getPayload_asU8(),
        );
    }

    function actionOf(block: common.Block): peerProtos.ChaincodeActionPayload {
        const transaction = peerProtos.Transaction.deserializeBinary(payloadOf(block).getData_asU8());
        const [action] = transaction.getActionsList();
        return peerProtos.ChaincodeActionPayload.deserializeBinary(action?.getPayload_asU8() ?? Buffer.alloc(0));
    }

    it('numbers follow each other from the configuration on, and headers name their data', async () => {
        const headers = [await decoded(0), await decoded(1), await decoded(2)].map((block) => block.getHeader());
        expect(headers.map((header) => header?.getNumber())).toEqual([0, 1, 2]);
        const data = (await decoded(1)).getData()?.getDataList_asU8() ?? [];
        expect(Buffer.from(headers[1]?.getDataHash_asU8() ?? [])).toEqual(
            createHash('sha256').update(Buffer.concat(data)).digest(),
        );
        expect(headers[0]?.getPreviousHash_asU8()).toHaveLength(0);
        expect(headers[1]?.getPreviousHash_asU8()).toHaveLength(32);
        expect(headers[2]?.getPreviousHash_asU8()).not.toEqual(headers[1]?.getPreviousHash_asU8());
        expect((await blocks())[0]?.transactions).toMatchObject([{ txId: '', status: 'VALID' }]);
    });

    it('its validation codes are in its metadata', async () => {
        const filter = (await decoded(1)).getMetadata()?.getMetadataList_asU8()[
            common.BlockMetadataIndex.TRANSACTIONS_FILTER
        ];
        expect(filter).toEqual(Uint8Array.of(peerProtos.TxValidationCode.VALID));
    });

    it('has the transaction with its headers, its results, its event and its response', async () => {
        const block = await decoded(1);
        const header = common.ChannelHeader.deserializeBinary(
            payloadOf(block).getHeader()?.getChannelHeader_asU8() ?? Buffer.alloc(0),
        );
        expect(header.getTxId()).toBe(txId);
        expect(header.getType()).toBe(common.HeaderType.ENDORSER_TRANSACTION);
        const response = peerProtos.ProposalResponsePayload.deserializeBinary(
            actionOf(block).getAction()?.getProposalResponsePayload_asU8() ?? Buffer.alloc(0),
        );
        const action = peerProtos.ChaincodeAction.deserializeBinary(response.getExtension_asU8());
        expect(action.getResponse()?.toObject()).toMatchObject({ status: 200, message: 'fine' });
        expect(action.getChaincodeId()?.toObject()).toMatchObject({ name: 'basic', version: '1.0' });
        const event = peerProtos.ChaincodeEvent.deserializeBinary(action.getEvents_asU8());
        expect(event.toObject()).toMatchObject({ chaincodeId: 'basic', txId, eventName: 'made' });
        const results = ledger.rwset.TxReadWriteSet.deserializeBinary(action.getResults_asU8());
        expect(results.getNsRwsetList().map((one) => one.getNamespace())).toEqual(['_lifecycle', 'basic']);
    });

    it('has nothing of the transient data', async () => {
        expect((await blocks())[1]?.encoded.includes('hidden')).toBe(false);
        const proposal = actionOf(await decoded(1)).getChaincodeProposalPayload_asU8();
        const { input, transient } = proposalParts.proposalPayload.decode(proposal);
        expect(transient.size).toBe(0);
        expect(input.length).toBeGreaterThan(0);
    });

    it('has the signature of the endorser over response and identity', async () => {
        const action = actionOf(await decoded(1)).getAction();
        const [endorsement] = action?.getEndorsementsList() ?? [];
        const endorser = Buffer.from(endorsement?.getEndorser_asU8() ?? []);
        const identity = msp.SerializedIdentity.deserializeBinary(endorser);
        expect(identity.getMspid()).toBe('Org1MSP');
        const { publicKey, subject } = new X509Certificate(identity.getIdBytes_asU8());
        expect(subject).toBe('OU=peer\nCN=peer0');
        const signed = Buffer.concat([action?.getProposalResponsePayload_asU8() ?? Buffer.alloc(0), endorser]);
        expect(verifySignature(publicKey, signed, endorsement?.getSignature_asU8() ?? Buffer.alloc(0))).toBe(true);
    });
});
