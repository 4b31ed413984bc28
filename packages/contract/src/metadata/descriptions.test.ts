import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import Ajv from 'ajv-draft-04';
import { compileContracts } from '../compile/compile-contracts';
import {
    type Context,
    Contract,
    type ContractSource,
    Declares,
    type Descriptions,
    entity,
    Evaluate,
    event,
    failure,
    Info,
    IsString,
    type MetadataDocument,
    Param,
    Transaction,
    Type,
} from '../index';

class Place {
    @IsString() street!: string;
}
class Lot {
    static readonly entity = entity('lot', { key: 'id' });
    @IsString() id!: string;
    @Type(() => Place) place!: Place;
}
class Sold {
    static readonly event = event('Sold');
    @IsString() buyer!: string;
}
const NotYours = failure('NOT_YOURS', { status: 403, message: 'not yours' });

class Base extends Contract {
    @Evaluate() ping(_ctx: Context): string {
        return 'pong';
    }
}
@Declares(Lot, Sold, NotYours)
class Supply extends Base {
    @Transaction()
    @Param('note', String, 'what is written to it')
    offer(_ctx: Context, lot: Lot, note: string): string {
        return lot.id + note;
    }
}
@Info({ title: 'Told', description: 'what it says itself' })
class Told extends Base {}

const DESCRIPTIONS: Descriptions = {
    v: 1,
    classes: {
        Base: { description: 'What all have.', members: { ping: { description: 'Answers.' } } },
        Supply: {
            description: 'Who has which lot.',
            members: {
                offer: {
                    description: 'Offers a lot.',
                    parameters: { lot: 'what is offered', note: 'never seen', gone: 'nobody has it' },
                    returns: 'its id',
                },
                gone: { description: 'A method that is no transaction.' },
            },
        },
        Told: { description: 'never seen' },
        Lot: {
            description: 'A part of a harvest.',
            members: { id: { description: 'By which it is known.' }, place: { description: 'Where it lies.' } },
        },
        Sold: { description: 'A lot has another holder.', members: { buyer: { description: 'Who has it now.' } } },
        Gone: { description: 'A class that nobody uses.' },
    },
    errors: { NOT_YOURS: 'Somebody else has it.', GONE: 'a code that nobody declares' },
};

const schema = JSON.parse(
    readFileSync(join(__dirname, '..', '..', 'fixtures', 'contract-schema.json'), 'utf8'),
) as object;

function metadataOf(contracts: readonly ContractSource[], descriptions?: Descriptions): MetadataDocument {
    return compileContracts({ contracts, descriptions }).metadata;
}

describe('what doc comments say, in the metadata', () => {
    const metadata = metadataOf([Supply, Told], DESCRIPTIONS);

    it("is valid by Fabric's schema", () => {
        const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
        expect([validate(metadata), validate.errors]).toEqual([true, null]);
    });

    it('stands with contracts, transactions, parameters, results and failures', () => {
        expect(metadata.contracts['Supply']).toMatchObject({
            info: { description: 'Who has which lot.' },
            transactions: [
                { name: 'ping' },
                {
                    name: 'offer',
                    parameters: [
                        { name: 'lot', description: 'what is offered' },
                        { name: 'note', description: 'what is written to it' },
                    ],
                },
            ],
            'x-heddle': {
                v: 1,
                transactions: {
                    offer: { description: 'Offers a lot.', returns: 'its id' },
                    ping: { description: 'Answers.' },
                },
                errors: {
                    NOT_YOURS: { status: 403, description: 'Somebody else has it.' },
                    LOT_EXISTS: { status: 409 },
                },
            },
        });
    });

    it('stands with classes and properties, of rows and events too', () => {
        expect(metadata.components.schemas).toMatchObject({
            Lot: {
                description: 'A part of a harvest.',
                properties: {
                    id: { type: 'string', description: 'By which it is known.' },
                    place: { $ref: '#/components/schemas/Place', description: 'Where it lies.' },
                },
            },
            Sold: {
                description: 'A lot has another holder.',
                properties: { buyer: { description: 'Who has it now.' } },
            },
        });
        expect(metadata.components.schemas['Place']).not.toHaveProperty('description');
    });

    it('never takes the place of what a decorator says', () => {
        expect(metadata.contracts['Told']).toMatchObject({
            info: { title: 'Told', description: 'what it says itself' },
            'x-heddle': { v: 1, transactions: { ping: { description: 'Answers.' } } },
        });
    });

    it('changes nothing else', () => {
        const text = JSON.stringify(metadata, (name, value: unknown) => {
            if (name === 'x-heddle') return { ...(value as object), transactions: undefined };
            return name === 'description' ? undefined : value;
        });
        const plain = JSON.stringify(metadataOf([Supply, Told]), (name, value: unknown) => {
            return name === 'description' ? undefined : value;
        });
        // Where nothing else is declared, the extension is there for what is described.
        expect(text.replaceAll(',"x-heddle":{"v":1}', '')).toBe(plain);
    });

    it.each(['constructor', '__proto__', 'toString'])('knows nothing of a class called %s', (name) => {
        class Odd extends Contract {
            @Evaluate() text(): string {
                return name;
            }
        }
        Object.defineProperty(Odd, 'name', { value: name });
        const described = metadataOf([Odd], { v: 1, classes: {}, errors: {} });
        expect(described.contracts[name]).toEqual(metadataOf([Odd]).contracts[name]);
    });
});
