import {
    chaincodeId,
    type ChaincodeMessageInput,
    createStreamPair,
    decodeMessage,
    encodeMessage,
    type MessageStream,
    MessageType,
} from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { ScriptedPeer } from './scripted-peer';

function scripted(): { peer: ScriptedPeer; chaincode: MessageStream; say: (message: ChaincodeMessageInput) => void } {
    const [chaincode, stream] = createStreamPair();
    // Resolves when the peer has taken the message, which is what each test waits for by itself.
    const say = (message: ChaincodeMessageInput): void => void chaincode.send(encodeMessage(message));
    return { peer: new ScriptedPeer(stream), chaincode, say };
}

describe('ScriptedPeer', () => {
    it('registers as a peer does', async () => {
        const { peer, chaincode, say } = scripted();
        say({ type: MessageType.REGISTER, payload: chaincodeId.encode({ name: 'cc:1' }) });
        expect(await peer.register()).toBe('cc:1');
        await peer.close();
        const heard: number[] = [];
        for await (const frame of chaincode.incoming) heard.push(decodeMessage(frame).type);
        expect(heard).toEqual([MessageType.REGISTERED, MessageType.READY]);
    });

    it('keeps messages until they are asked for, by type and transaction', async () => {
        const { peer, say } = scripted();
        say({ type: MessageType.GET_STATE, txId: 'a' });
        say({ type: MessageType.PUT_STATE, txId: 'b' });
        say({ type: MessageType.GET_STATE, txId: 'b' });
        expect((await peer.next({ type: MessageType.GET_STATE, txId: 'b' })).txId).toBe('b');
        expect((await peer.next({ type: [MessageType.PUT_STATE, MessageType.DEL_STATE] })).txId).toBe('b');
        expect(peer.unread).toHaveLength(1);
        await peer.close();
    });

    it('rejects who waits for a message when the stream ends', async () => {
        const { peer, chaincode } = scripted();
        const awaited = peer.next({ type: MessageType.COMPLETED, txId: 'tx1' });
        await chaincode.close(new Error('gone'));
        await expect(awaited).rejects.toThrow('the stream ended while COMPLETED was awaited for tx1');
        expect(await peer.ended).toMatchObject({ message: 'gone' });
    });
});
