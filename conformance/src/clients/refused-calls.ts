/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unused-expressions -- what the compiler refuses has no type */
import type { Payload } from '@heddle/client';
import { AssetExists, type AssetTransfer } from '@heddle-examples/client-application/dist/clients/asset-transfer';
import { BidTooLow } from '@heddle-examples/client-application/dist/clients/auction';
import type { OrgExampleBackRoom, Piece, Workshop } from './workshop-client';

/**
 * What the compiler refuses. It compiles this file with all other tests: a line below `@ts-expect-error` that it would take
 * is an error of its own. Nothing here is called.
 */
export const REFUSED: readonly unknown[] = [
    async (assets: AssetTransfer) => {
        const previous: string = await assets.transferAsset('a1', 'bob');
        const payload: Payload = await assets.deleteAsset('a1');
        // @ts-expect-error there is no such transaction
        await assets.transferAssets('a1', 'bob');
        // @ts-expect-error an argument is missing
        await assets.transferAsset('a1');
        // @ts-expect-error there is one too many
        await assets.readAsset('a1', 'a2');
        // @ts-expect-error it takes a text
        await assets.readAsset(1);
        // @ts-expect-error its result is a text
        const wrong: number = await assets.transferAsset('a1', 'bob');
        // @ts-expect-error an asset has no such member
        (await assets.readAsset('a1')).colour;
        // @ts-expect-error no such color
        await assets.createAsset({ id: 'a', color: 'pink', size: 1, owner: 'ann', appraisedValue: 1 });
        // @ts-expect-error the owner is missing
        await assets.createAsset({ id: 'a', color: 'red', size: 1, appraisedValue: 1 });
        // @ts-expect-error what is evaluated cannot be submitted
        await assets.readAsset.send('a1');
        // @ts-expect-error nor tried again
        await assets.readAsset.with({ retry: { attempts: 2 } })('a1');
        await assets.listAssets(10);
        await assets.listAssets(10, 'bookmark');
        await assets.listAssets(10, undefined);
        return [previous, payload, wrong];
    },
    async (workshop: Workshop, back: OrgExampleBackRoom, piece: Piece) => {
        const amount: bigint = await workshop.amount(5n);
        const made: Date = (await workshop.piece(piece)).made;
        // @ts-expect-error a number is no bigint
        await workshop.amount(5);
        // @ts-expect-error a text is no date
        await workshop.instant('2025-01-31T12:00:00.000Z');
        // @ts-expect-error it may be null
        const certain: bigint = await workshop.maybe(true);
        // @ts-expect-error which of both it is has to be asked first
        const length: bigint = piece.material.length;
        const narrowed = piece.material.kind === 'cloth' ? piece.material.length : piece.material.carat;
        // @ts-expect-error the other contract has no such transaction
        await back.amount(5n);
        // @ts-expect-error values are not changed in place
        piece.price = 5n;
        return [amount, made, certain, length, narrowed];
    },
    async (workshop: Workshop) => {
        for await (const event of workshop.$events()) {
            // @ts-expect-error of which event is not known yet
            event.payload.price;
            if (event.name === 'Offered') return event.payload.price + 1n;
            // @ts-expect-error no event has this name
            if (event.name === 'Bought') return event;
        }
        return undefined;
    },
    (error: unknown) => {
        if (error instanceof AssetExists) {
            const nothing: undefined = error.details;
            return nothing;
        }
        if (error instanceof BidTooLow) {
            const best: bigint | undefined = error.details?.best;
            // @ts-expect-error details may have been too long to come along
            return [best, error.details.best];
        }
        return error;
    },
];
