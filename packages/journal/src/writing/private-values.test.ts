import { encodeMessage, MessageType, proposalParts, requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import { answer, ask, begin, frame, register, reply, run, SESSION } from '../testing/frames';
import { bytesIn, openJournal, readAll } from '../testing/journal-folder';
import { TemporaryFolder } from '../testing/temporary-folder';
import type { JournalTap } from './journal-tap';

const SECRET = 'secret-4711';
const NOTHING = Buffer.alloc(0);

describe('a private value that comes after the end of its transaction', () => {
    async function written(play: (tap: JournalTap) => void): Promise<string> {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'));
        const tap = writer.tap(SESSION);
        register(tap);
        play(tap);
        await writer.close();
        return bytesIn(folder.at('journal'));
    }

    it('is not written where the transaction was answered before', async () => {
        const bytes = await written((tap) => {
            tap.received(begin({ txId: 'a' }));
            ask(tap, 'a');
            tap.sent(answer({ txId: 'a', status: 500 }));
            reply(tap, 'a', SECRET);
            run(tap, { txId: 'b', read: { key: 'k', value: 'seen' } });
        });
        expect(bytes).not.toContain(SECRET);
        expect(bytes).toContain('seen');
    });

    it('is not written where the transaction was refused before', async () => {
        const bytes = await written((tap) => {
            tap.received(begin({ txId: 'a' }));
            ask(tap, 'a');
            tap.sent(frame(MessageType.ERROR, 'a', NOTHING));
            reply(tap, 'a', SECRET);
        });
        expect(bytes).not.toContain(SECRET);
    });

    it('is not written where the peer has asked again meanwhile, and neither is what the second run tells of it', async () => {
        const bytes = await written((tap) => {
            tap.received(begin({ txId: 'a' }));
            ask(tap, 'a');
            tap.received(begin({ txId: 'a' }));
            const write = { key: 'k', value: Buffer.from(SECRET), collection: 'c' };
            tap.sent(frame(MessageType.PUT_STATE, 'a', requests.putState.query.encode(write)));
            reply(tap, 'a', SECRET);
            tap.sent(answer({ txId: 'a', result: SECRET }));
            run(tap, { txId: 'a', result: 'told' });
        });
        expect(bytes).not.toContain(SECRET);
        expect(bytes).toContain('told');
    });

    it('is not written where the transaction ran again, and was answered, before it came', async () => {
        const bytes = await written((tap) => {
            tap.received(begin({ txId: 'a' }));
            ask(tap, 'a');
            tap.sent(answer({ txId: 'a', status: 500 }));
            run(tap, { txId: 'a' });
            reply(tap, 'a', SECRET);
        });
        expect(bytes).not.toContain(SECRET);
    });
});

describe('the arguments of a call with something private', () => {
    it.each(['one session', 'two sessions'])(
        'are not in the frames of the chaincode that is called: %s',
        async (how) => {
            using folder = new TemporaryFolder();
            const { writer } = openJournal(folder.at('journal'));
            const caller = writer.tap(SESSION);
            const callee = how === 'one session' ? caller : writer.tap({ ...SESSION, packageId: 'other:1' });
            register(caller);
            caller.received(begin({ txId: 'a', args: ['sell'] }));
            ask(caller, 'a');
            reply(caller, 'a', SECRET);
            caller.sent(frame(MessageType.INVOKE_CHAINCODE, 'a', Buffer.from(SECRET)));
            run(callee, { txId: 'a', args: ['sell'], called: ['note', SECRET], channelId: 'other', result: SECRET });
            reply(caller, 'a', SECRET);
            caller.sent(answer({ txId: 'a', result: SECRET }));
            run(callee, { txId: 'a', args: ['sell'], called: ['note', 'public'] });
            await writer.close();
            const bytes = bytesIn(folder.at('journal'));
            expect(bytes).not.toContain(SECRET);
            expect(bytes).toContain('public');
            expect(bytes).toContain('note');
        },
    );

    it('are not there either where the journal has the called chaincode alone, by the transient data', async () => {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'));
        const tap = writer.tap(SESSION);
        const transient = { offer: SECRET };
        run(tap, { txId: 'a', args: ['sell', 'own'], called: ['note', SECRET], transient, result: SECRET });
        run(tap, { txId: 'b', args: ['sell', 'own'], transient });
        await writer.close();
        const bytes = bytesIn(folder.at('journal'));
        expect(bytes).not.toContain(SECRET);
        const firsts = (await readAll(folder.at('journal'))).map(({ frames }) =>
            String(frames[0]?.frame.toString('latin1')),
        );
        expect(firsts.map((text) => text.split('own').length - 1)).toEqual([1, 2]);
    });
});

describe('transient data that stands twice in the bytes of a client', () => {
    it('is not written, wherever Go would read it', async () => {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'));
        const tap = writer.tap(SESSION);
        const transient = (value: string): Buffer =>
            proposalParts.proposalPayload.encode({ transient: new Map([['offer', Buffer.from(value)]]) });
        const twice = (field: (value: string) => Buffer): Buffer => Buffer.concat([field('other'), field(SECRET)]);
        const proposal = (payload: Buffer): Buffer =>
            proposalParts.signedProposal.encode({ proposal: proposalParts.proposal.encode({ payload }) });
        const repeatedPayload = proposalParts.signedProposal.encode({
            proposal: twice((value) => proposalParts.proposal.encode({ payload: transient(value) })),
        });
        const forms = [proposal(twice(transient)), repeatedPayload, twice((value) => proposal(transient(value)))];
        for (const bytes of forms) {
            tap.received(encodeMessage({ type: MessageType.TRANSACTION, txId: 'a', channelId: 'ch', proposal: bytes }));
            tap.sent(answer({ txId: 'a', result: SECRET }));
        }
        await writer.close();
        expect(bytesIn(folder.at('journal'))).not.toContain(SECRET);
    });

    it('is not written either, nor what is answered of it, beside a field that only Go passes over', async () => {
        using folder = new TemporaryFolder();
        const { writer } = openJournal(folder.at('journal'));
        const tap = writer.tap(SESSION);
        const payload = proposalParts.proposalPayload.encode({ transient: new Map([['offer', Buffer.from(SECRET)]]) });
        // Of wire type 3 and 4: the beginning and the end of a group.
        const group = Buffer.of((9 << 3) | 3, (9 << 3) | 4);
        const proposal = Buffer.concat([group, proposalParts.proposal.encode({ payload })]);
        const signed = proposalParts.signedProposal.encode({ proposal });
        tap.received(encodeMessage({ type: MessageType.TRANSACTION, txId: 'a', channelId: 'ch', proposal: signed }));
        tap.sent(answer({ txId: 'a', result: SECRET }));
        await writer.close();
        expect(bytesIn(folder.at('journal'))).not.toContain(SECRET);
    });
});
