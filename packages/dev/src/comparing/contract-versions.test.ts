import {
    Check,
    collection,
    type Context,
    Contract,
    ContractChaincode,
    Declares,
    Default,
    entity,
    Evaluate,
    event,
    failure,
    Info,
    IsIn,
    IsString,
    Min,
    Optional,
    Param,
    Property,
    Returns,
    Transaction,
    Type,
    ValidateNested,
} from '@heddle/contract';
import { describe, expect, it } from '@jest/globals';
import { compareDocuments } from './compare-documents';
import { type ContractDocument, readContractDocument } from './contract-document';

type Contracts = readonly (new () => Contract)[];

/** What is told: whom a break concerns, the level of everything else, and where it is. */
function told(old: Contracts, young: Contracts): string[] {
    return compareDocuments(documentOf(old), documentOf(young)).map(
        ({ level, concern, where, what }) => `${level === 'breaking' ? concern : level}: ${where} ${what}`,
    );
}

/** By way of the text, as a file has it. */
function documentOf(contracts: Contracts): ContractDocument {
    const { metadata } = new ContractChaincode({ contracts });
    return readContractDocument(JSON.parse(JSON.stringify(metadata)), 'metadata');
}

/** How it was released, how it is now, and all that is to be told of it. */
interface Pair {
    readonly old: () => Contracts;
    readonly young: () => Contracts;
    readonly found: readonly string[];
}

class Left {
    @IsString() left!: string;
}
class Both extends Left {
    @IsString() right!: string;
}
class Wide {
    @ValidateNested()
    @Type(() => Object, { discriminator: { property: 'kind', subTypes: [{ name: 'left', value: Both }] } })
    side!: object;
}
class Narrow {
    @ValidateNested()
    @Type(() => Object, { discriminator: { property: 'kind', subTypes: [{ name: 'left', value: Left }] } })
    side!: object;
}

/** One transaction that takes an item and returns one. */
function trading(type: new () => object): Contracts {
    class Shop extends Contract {
        @Transaction()
        @Param('item', type)
        @Returns(type)
        trade(_ctx: Context, item: object): object {
            return item;
        }
    }
    return [Shop];
}

function declaring(...declared: Parameters<typeof Declares>): Contracts {
    @Declares(...declared)
    class Shop extends Contract {
        @Evaluate() ping(_ctx: Context): string {
            return 'pong';
        }
    }
    return [Shop];
}

function selling(): Contracts {
    class Shop extends Contract {
        @Transaction() sell(_ctx: Context, id: string, price: number): string {
            return `${id} ${price}`;
        }
    }
    return [Shop];
}

function item(): Contracts {
    class Item {
        @IsString() id!: string;
        @IsIn(['new', 'sold']) state!: string;
        @IsString() note!: string;
    }
    return trading(Item);
}

function rows(): Contracts {
    class Row {
        static readonly entity = entity('row', { key: 'id', indexes: { byHolder: ['holder'] } });
        @IsString() id!: string;
        @IsString() holder!: string;
        @IsIn(['new', 'sold']) state!: string;
        @IsString() note!: string;
    }
    return declaring(Row);
}

/** Rows in a collection, or in the state of all. */
function keeping(options?: { readonly name: string } & Parameters<typeof collection>[1]): Contracts {
    const { name = '', ...rest } = options ?? {};
    class Term {
        static readonly entity = entity('term', {
            key: 'id',
            ...(options === undefined ? {} : { collection: collection(name, rest) }),
        });
        @IsString() id!: string;
    }
    return declaring(Term);
}

function emitting(): Contracts {
    class Sold {
        static readonly event = event('Sold');
        @IsString() id!: string;
        @IsString() buyer!: string;
    }
    return declaring(Sold);
}

const BREAKING: Readonly<Record<string, Pair>> = {
    'a transaction is removed': {
        old: selling,
        young: () => {
            class Shop extends Contract {
                @Evaluate() ping(_ctx: Context): string {
                    return '';
                }
            }
            return [Shop];
        },
        found: ['clients: Shop.sell is gone', 'new: Shop.ping is a new transaction'],
    },
    'a transaction is renamed': {
        old: selling,
        young: () => {
            class Shop extends Contract {
                @Transaction() offer(_ctx: Context, id: string, price: number): string {
                    return `${id} ${price}`;
                }
            }
            return [Shop];
        },
        found: ['clients: Shop.sell is gone', 'new: Shop.offer is a new transaction'],
    },
    'a parameter is added': {
        old: selling,
        young: () => {
            class Shop extends Contract {
                @Transaction() sell(_ctx: Context, id: string, price: number, to: string): string {
                    return `${id} ${price} ${to}`;
                }
            }
            return [Shop];
        },
        found: ['clients: Shop.sell(to) is a new parameter, which calls of before do not give'],
    },
    'a parameter is removed': {
        old: selling,
        young: () => {
            class Shop extends Contract {
                @Transaction() sell(_ctx: Context, id: string): string {
                    return id;
                }
            }
            return [Shop];
        },
        found: ['clients: Shop.sell(price) is gone: calls that give it are refused'],
    },
    'parameters change places': {
        old: () => {
            class Shop extends Contract {
                @Transaction() sell(_ctx: Context, from: string, to: string): string {
                    return from + to;
                }
            }
            return [Shop];
        },
        young: () => {
            class Shop extends Contract {
                @Transaction() sell(_ctx: Context, to: string, from: string): string {
                    return from + to;
                }
            }
            return [Shop];
        },
        found: [
            'clients: Shop.sell(from) has changed places with to: clients go by the places',
            'clients: Shop.sell(to) has changed places with from: clients go by the places',
        ],
    },
    'an optional parameter becomes required': {
        old: () => {
            class Shop extends Contract {
                @Transaction() sell(_ctx: Context, id: string, @Optional() price?: number): string {
                    return `${id} ${price}`;
                }
            }
            return [Shop];
        },
        young: selling,
        found: ['clients: Shop.sell(price) could be left out, and is required'],
    },
    'the type of a parameter is another one': {
        old: selling,
        young: () => {
            class Shop extends Contract {
                @Transaction() sell(_ctx: Context, id: string, price: bigint): string {
                    return `${id} ${price}`;
                }
            }
            return [Shop];
        },
        found: ['clients: Shop.sell(price) was number and is bigint'],
    },
    'a parameter is limited': {
        old: selling,
        young: () => {
            class Shop extends Contract {
                @Transaction() sell(_ctx: Context, id: string, @Check(Min(1)) price: number): string {
                    return `${id} ${price}`;
                }
            }
            return [Shop];
        },
        found: ['clients: Shop.sell(price) has minimum 1 instead of no minimum'],
    },
    'a result is of another type': {
        old: () => {
            class Shop extends Contract {
                @Transaction() @Returns(String) sell(_ctx: Context, id: string): string {
                    return id;
                }
            }
            return [Shop];
        },
        young: () => {
            class Shop extends Contract {
                @Transaction() @Returns(Number) sell(_ctx: Context, id: string): number {
                    return id.length;
                }
            }
            return [Shop];
        },
        found: ['clients: Shop.sell returns was string and is number'],
    },
    'a submitted transaction is evaluated': {
        old: selling,
        young: () => {
            class Shop extends Contract {
                @Evaluate() sell(_ctx: Context, id: string, price: number): string {
                    return `${id} ${price}`;
                }
            }
            return [Shop];
        },
        found: ['clients: Shop.sell was submitted, and is only evaluated: its writes are refused'],
    },
    'another contract is the default': {
        old: () => {
            class First extends Contract {
                @Evaluate() first(_ctx: Context): string {
                    return '';
                }
            }
            class Second extends Contract {
                @Evaluate() second(_ctx: Context): string {
                    return '';
                }
            }
            return [First, Second];
        },
        young: () => {
            class First extends Contract {
                @Evaluate() first(_ctx: Context): string {
                    return '';
                }
            }
            @Default()
            class Second extends Contract {
                @Evaluate() second(_ctx: Context): string {
                    return '';
                }
            }
            return [First, Second];
        },
        found: [
            "clients: First was the default contract, and Second is: calls without a contract's name reach another one",
        ],
    },
    'the values of an argument and a result are fewer': {
        old: item,
        young: () => {
            class Item {
                @IsString() id!: string;
                @IsIn(['new']) state!: string;
                @IsString() note!: string;
            }
            return trading(Item);
        },
        found: [
            'clients: Shop.trade(item).state cannot be "sold" any more',
            'fine: Shop.trade returns.state cannot be "sold" any more',
        ],
    },
    'a field is required more': {
        old: item,
        young: () => {
            class Item {
                @IsString() id!: string;
                @IsIn(['new', 'sold']) state!: string;
                @IsString() note!: string;
                @IsString() seal!: string;
            }
            return trading(Item);
        },
        found: [
            'clients: Shop.trade(item).seal is new, and required',
            'new: Shop.trade returns.seal is new, and required',
        ],
    },
    'a field of an argument and a result is gone': {
        old: item,
        young: () => {
            class Item {
                @IsString() id!: string;
                @IsIn(['new', 'sold']) state!: string;
            }
            return trading(Item);
        },
        found: ['clients: Shop.trade(item).note is gone', 'clients: Shop.trade returns.note is gone'],
    },
    'a field may be null': {
        old: item,
        young: () => {
            class Item {
                @IsString() id!: string;
                @IsIn(['new', 'sold']) state!: string;
                @Property({ nullable: String }) note!: string | null;
            }
            return trading(Item);
        },
        found: [
            'fine: Shop.trade(item).note was string and is string or null',
            'clients: Shop.trade returns.note was string and is string or null',
        ],
    },
    'an event is removed': { old: emitting, young: () => declaring(), found: ['clients: Shop event Sold is gone'] },
    'an event has a field of another type': {
        old: emitting,
        young: () => {
            class Sold {
                static readonly event = event('Sold');
                @IsString() id!: string;
                @Property() buyer!: bigint;
            }
            return declaring(Sold);
        },
        found: ['clients: Shop event Sold.buyer was string and is bigint'],
    },
    'the status of an error is another one': {
        old: () => declaring(failure('GONE', { status: 404, message: 'it is gone' })),
        young: () => declaring(failure('GONE', { status: 410, message: 'it is gone' })),
        found: ['clients: Shop error GONE had the status 404 and has 410'],
    },
    'the details of an error have a field less': {
        old: () => declaring(failure('GONE', { message: 'gone', details: Both })),
        young: () => declaring(failure('GONE', { message: 'gone', details: Left })),
        found: ['clients: Shop error GONE details.right is gone'],
    },
    'a class of a union has a field less': {
        old: () => trading(Wide),
        young: () => trading(Narrow),
        found: [
            'clients: Shop.trade(item).side<left>.right is gone',
            'clients: Shop.trade returns.side<left>.right is gone',
        ],
    },
    'the key of rows is another one': {
        old: rows,
        young: () => {
            class Row {
                static readonly entity = entity('row', { key: ['holder', 'id'], indexes: { byHolder: ['holder'] } });
                @IsString() id!: string;
                @IsString() holder!: string;
                @IsIn(['new', 'sold']) state!: string;
                @IsString() note!: string;
            }
            return declaring(Row);
        },
        found: [
            'state: Shop entity row had the key [{"as":"string","field":"id"}] and has [{"as":"string","field":"holder"},{"as":"string","field":"id"}]: its rows are not found any more',
        ],
    },
    'an index has other fields': {
        old: rows,
        young: () => {
            class Row {
                static readonly entity = entity('row', { key: 'id', indexes: { byHolder: ['holder', 'state'] } });
                @IsString() id!: string;
                @IsString() holder!: string;
                @IsIn(['new', 'sold']) state!: string;
                @IsString() note!: string;
            }
            return declaring(Row);
        },
        found: [
            'state: Shop entity row index byHolder was {"fields":[{"as":"string","field":"holder"}],"objectType":"row.byHolder"} and is {"fields":[{"as":"string","field":"holder"},{"as":"string","field":"state"}],"objectType":"row.byHolder"}: it finds no row that was written before',
        ],
    },
    'a collection is gone': {
        old: () => keeping({ name: 'terms' }),
        young: () => keeping(),
        found: [
            'state: Shop entity term had the collection "terms" and has none: its rows are not found any more',
            'state: Shop collection terms is gone',
        ],
    },
    'a collection has other members and another lifetime': {
        old: () => keeping({ name: 'terms', members: ['AMSP', 'BMSP'] }),
        young: () => keeping({ name: 'terms', members: ['AMSP', 'CMSP'], blockToLive: 9 }),
        found: [
            'state: Shop collection terms had the blockToLive 0 and has 9',
            'state: Shop collection terms has BMSP as a member no more: its peers get no values from then on',
            'fine: Shop collection terms has CMSP as a member as well',
        ],
    },
    'a collection is for some organizations now': {
        old: () => keeping({ name: 'terms' }),
        young: () => keeping({ name: 'terms', members: ['AMSP'] }),
        found: [
            'state: Shop collection terms was for all organizations, and is for AMSP: peers of others get no values from then on',
        ],
    },
    'a collection is closed to others': {
        old: () => keeping({ name: 'terms' }),
        young: () => keeping({ name: 'terms', memberOnlyRead: true }),
        found: ['clients: Shop collection terms now refuses clients of others who read it'],
    },
    'an index is new': {
        old: rows,
        young: () => {
            class Row {
                static readonly entity = entity('row', {
                    key: 'id',
                    indexes: { byHolder: ['holder'], byState: ['state'] },
                });
                @IsString() id!: string;
                @IsString() holder!: string;
                @IsIn(['new', 'sold']) state!: string;
                @IsString() note!: string;
            }
            return declaring(Row);
        },
        found: ['step: Shop entity row index byState is new, and finds no row that was written before'],
    },
    'rows must have a field more': {
        old: rows,
        young: () => {
            class Row {
                static readonly entity = entity('row', { key: 'id', indexes: { byHolder: ['holder'] } });
                @IsString() id!: string;
                @IsString() holder!: string;
                @IsIn(['new', 'sold']) state!: string;
                @IsString() note!: string;
                @IsString() seal!: string;
            }
            return declaring(Row);
        },
        found: ['state: Shop entity row.seal is new, and required'],
    },
    'rows have a field less': {
        old: rows,
        young: () => {
            class Row {
                static readonly entity = entity('row', { key: 'id', indexes: { byHolder: ['holder'] } });
                @IsString() id!: string;
                @IsString() holder!: string;
                @IsIn(['new', 'sold']) state!: string;
            }
            return declaring(Row);
        },
        found: ['fine: Shop entity row.note is gone'],
    },
    'rows have fewer values': {
        old: rows,
        young: () => {
            class Row {
                static readonly entity = entity('row', { key: 'id', indexes: { byHolder: ['holder'] } });
                @IsString() id!: string;
                @IsString() holder!: string;
                @IsIn(['new']) state!: string;
                @IsString() note!: string;
            }
            return declaring(Row);
        },
        found: ['state: Shop entity row.state cannot be "sold" any more'],
    },
    'rows are upgraded, and an index is built again with them': {
        old: rows,
        young: () => {
            class Row {
                static readonly entity = entity('row', {
                    key: 'id',
                    indexes: { byHolder: { fields: ['holder'], building: true } },
                    version: 2,
                    upgrade: { 1: (old: object) => old },
                });
                @IsString() id!: string;
                @IsString() holder!: string;
                @IsIn(['new', 'sold']) state!: string;
                @IsString() note!: string;
            }
            return declaring(Row);
        },
        found: [
            'fine: Shop entity row had the version 1 and has 2: its `upgrade` reads older rows, and older code refuses newer ones',
            'step: Shop entity row index byHolder is being built again: `findBy` with it fails',
        ],
    },
    'rows are upgraded': {
        old: rows,
        young: () => {
            class Row {
                static readonly entity = entity('row', {
                    key: 'id',
                    indexes: { byHolder: ['holder'] },
                    version: 2,
                    upgrade: { 1: (old: object) => old },
                });
                @IsString() id!: string;
                @IsString() holder!: string;
                @IsIn(['new', 'sold']) state!: string;
                @Property() note!: bigint;
            }
            return declaring(Row);
        },
        found: [
            'fine: Shop entity row had the version 1 and has 2: its `upgrade` reads older rows, and older code refuses newer ones',
        ],
    },
};

const HARMLESS: Readonly<Record<string, Pair>> = {
    'only descriptions differ': {
        old: () => {
            class Shop extends Contract {
                @Transaction() @Param('id', String, 'of what is sold') sell(_ctx: Context, id: string): string {
                    return id;
                }
            }
            return [Shop];
        },
        young: () => {
            @Info({ title: 'The shop', description: 'It sells' })
            class Shop extends Contract {
                @Transaction() @Param('id', String, 'what is sold, by its id') sell(_ctx: Context, id: string): string {
                    return id;
                }
            }
            return [Shop];
        },
        found: [],
    },
    'transactions stand in another order': {
        old: () => {
            class Shop extends Contract {
                @Evaluate() a(_ctx: Context): string {
                    return '';
                }
                @Evaluate() b(_ctx: Context): string {
                    return '';
                }
            }
            return [Shop];
        },
        young: () => {
            class Shop extends Contract {
                @Evaluate() b(_ctx: Context): string {
                    return '';
                }
                @Evaluate() a(_ctx: Context): string {
                    return '';
                }
            }
            return [Shop];
        },
        found: [],
    },
    'fields stand in another order': {
        old: item,
        young: () => {
            class Item {
                @IsString() note!: string;
                @IsIn(['new', 'sold']) state!: string;
                @IsString() id!: string;
            }
            return trading(Item);
        },
        found: [],
    },
    'a class has another name': {
        old: item,
        young: () => {
            class Article {
                @IsString() id!: string;
                @IsIn(['new', 'sold']) state!: string;
                @IsString() note!: string;
            }
            return trading(Article);
        },
        found: [],
    },
    'there is a transaction more': {
        old: selling,
        young: () => {
            class Shop extends Contract {
                @Transaction() sell(_ctx: Context, id: string, price: number): string {
                    return `${id} ${price}`;
                }
                @Evaluate() ping(_ctx: Context): string {
                    return '';
                }
            }
            return [Shop];
        },
        found: ['new: Shop.ping is a new transaction'],
    },
    'a parameter may be left out': {
        old: selling,
        young: () => {
            class Shop extends Contract {
                @Transaction() sell(_ctx: Context, id: string, @Optional() price?: number): string {
                    return `${id} ${price}`;
                }
            }
            return [Shop];
        },
        found: ['fine: Shop.sell(price) was required, and may be left out'],
    },
    'there is an optional parameter more': {
        old: selling,
        young: () => {
            class Shop extends Contract {
                @Transaction() sell(_ctx: Context, id: string, price: number, @Optional() to?: string): string {
                    return `${id} ${price} ${to}`;
                }
            }
            return [Shop];
        },
        found: ['new: Shop.sell(to) is a new parameter, which may be left out'],
    },
    'there is an optional field more': {
        old: item,
        young: () => {
            class Item {
                @IsString() id!: string;
                @IsIn(['new', 'sold']) state!: string;
                @IsString() note!: string;
                @Optional() @IsString() seal?: string;
            }
            return trading(Item);
        },
        found: [
            'new: Shop.trade(item).seal is new, and may be left out',
            'new: Shop.trade returns.seal is new, and may be left out',
        ],
    },
    'there are values more': {
        old: item,
        young: () => {
            class Item {
                @IsString() id!: string;
                @IsIn(['new', 'sold', 'lost']) state!: string;
                @IsString() note!: string;
            }
            return trading(Item);
        },
        found: ['fine: Shop.trade(item).state can now be "lost"', 'fine: Shop.trade returns.state can now be "lost"'],
    },
    'rows have a field with a default more': {
        old: rows,
        young: () => {
            class Row {
                static readonly entity = entity('row', { key: 'id', indexes: { byHolder: ['holder'] } });
                @IsString() id!: string;
                @IsString() holder!: string;
                @IsIn(['new', 'sold']) state!: string;
                @IsString() note!: string;
                @IsString() seal = '';
            }
            return declaring(Row);
        },
        found: ['new: Shop entity row.seal is new, and may be left out'],
    },
    'a collection is opened, and has its values at more peers': {
        old: () => keeping({ name: 'terms', memberOnlyRead: true }),
        young: () => keeping({ name: 'terms', maxPeerCount: 3 }),
        found: [
            'fine: Shop collection terms no longer refuses clients of others who read it',
            'fine: Shop collection terms had the maxPeerCount none and has 3',
        ],
    },
    'an index is built': {
        old: rows,
        young: () => {
            class Row {
                static readonly entity = entity('row', {
                    key: 'id',
                    indexes: { byHolder: ['holder'], byState: { fields: ['state'], building: true } },
                });
                @IsString() id!: string;
                @IsString() holder!: string;
                @IsIn(['new', 'sold']) state!: string;
                @IsString() note!: string;
            }
            return declaring(Row);
        },
        found: ['fine: Shop entity row index byState is new, and not read yet'],
    },
    'an event has a field more': {
        old: emitting,
        young: () => {
            class Sold {
                static readonly event = event('Sold');
                @IsString() id!: string;
                @IsString() buyer!: string;
                @Property() price!: bigint;
            }
            return declaring(Sold);
        },
        found: ['new: Shop event Sold.price is new, and required'],
    },
    'what was undeclared is declared': {
        old: () => declaring(),
        young: rows,
        found: [
            'new: Shop entity row is new',
            'new: Shop error ROW_EXISTS is new',
            'new: Shop error ROW_NOT_FOUND is new',
        ],
    },
};

describe('two versions of contracts', () => {
    it.each(Object.entries(BREAKING))('where %s', (_rule, { old, young, found }) => {
        expect(told(old(), young()).sort()).toEqual([...found].sort());
    });

    it.each(Object.entries(HARMLESS))('break nothing where %s', (_rule, { old, young, found }) => {
        expect(told(old(), young()).sort()).toEqual([...found].sort());
        expect(found.filter((one) => /^(clients|state):/.test(one))).toEqual([]);
    });

    it.each(Object.entries({ ...BREAKING, ...HARMLESS }))('are the same as themselves: %s', (_rule, { old, young }) => {
        expect([...told(old(), old()), ...told(young(), young())]).toEqual([]);
    });
});
