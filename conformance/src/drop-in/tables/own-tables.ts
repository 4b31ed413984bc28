import type { CallTable } from '../call-table';

/** Small chaincodes of ours, in the forms in which chaincode for Fabric's packages is written, and calls of each. */
export const OWN_TABLES: readonly CallTable[] = [
    {
        folder: 'assets',
        oneServer: true,
        calls: `
            submit fill
            submit create a3 9 'Zoë ✓'
            submit create a3 9 Bob
            evaluate read a3
            evaluate read a9
            submit update a3 11
            submit update a9 11
            evaluate exists a3
            evaluate exists a9
            submit remove a3
            submit remove a3
            evaluate all
            evaluate writeWhenRead a1
            evaluate read
            evaluate read a1 a2
            evaluate nothing
            evaluate Assets:read a1
            evaluate nobody:read a1
            submit
            evaluate org.hyperledger.fabric:GetMetadata
        `,
    },
    {
        folder: 'catalogue',
        oneServer: true,
        calls: `
            submit Offer {"id":"i1","price":5,"tags":["a","b"],"origin":{"country":"PT","year":1999}}
            submit Offer {"price":5,"id":"i2"}
            submit Offer {"id":"i3","price":"dear"}
            submit Offer {"id":"i3","price":1,"more":true}
            submit Offer {"id":"i3","origin":{"country":1}}
            submit Offer []
            submit Offer nothing
            submit Offer
            submit OfferPlain p1 5 true
            submit OfferPlain p2 '' false
            submit OfferPlain p2 0x10 TRUE
            submit OfferPlain p2 ' 5 ' no
            submit OfferPlain p2 five true
            evaluate Look i1
            evaluate Look i9
            evaluate Has i1
            evaluate Count [1,2,3]
            evaluate Count 3
            evaluate Nothing
            evaluate Undecorated
            submit Reserve ["r1",""]
            submit Reserve [5,null,true,{"a":1}]
            submit Reserve []
            submit Reserve r1
            submit Compare c1 [["a","b"],[],["1"]] [1,2.5] [{"country":"PT","year":1999}]
            submit Compare c1 [["a"]] ["1"] []
            submit Compare c1 [["a"]] [1] [{"country":1}]
            submit Keep i1 Org1MSP
            submit OfferPlain i1 6 true
            evaluate org.hyperledger.fabric:GetMetadata
        `,
    },
    {
        folder: 'ledger',
        oneServer: true,
        queries: 'couchdb',
        calls: `
            submit fill
            evaluate range d1 d4
            evaluate range '' ''
            evaluate rangeRows d0 d2
            evaluate page d0 d9 2 ''
            evaluate page d0 d9 2 d2
            evaluate page d0 d9 many ''
            evaluate page d0 d9
            evaluate ofColour red
            evaluate ofColour
            submit repaint red green
            evaluate query {"selector":{"colour":"green"}}
            evaluate query nothing
            evaluate queryPage {"selector":{"index":{"$gt":0}}} 2 ''
            submit change d1 '{"index":1}'
            submit drop d1
            evaluate history d1
            evaluate history none
            evaluate time
            evaluate org.example.ledger:range d4 d9
        `,
    },
    {
        folder: 'sealed',
        collections: 'collections.json',
        calls: `
            submit put s1 +value=secret
            submit put s2
            submit put s2 +value=other
            Org2 submit put s3 +value=theirs
            evaluate get s1
            Org2 evaluate get s1
            evaluate get s9
            evaluate hash s1
            evaluate hash s9
            evaluate range s1 s9
            evaluate range s1
            submit remove s1
            evaluate get s1
            submit purge s2
            evaluate hash s2
            evaluate names +b=1 +a=2
        `,
    },
    {
        folder: 'coins',
        oneServer: true,
        calls: `
            evaluate Who
            Org2 evaluate Who
            submit Mint 100
            submit Mint -1
            submit Mint many
            Org2 submit Mint 100
            submit Transfer <Org2> 30
            submit Transfer <Org2> 300
            evaluate BalanceOf <Org1>
            evaluate BalanceOf <Org2>
            evaluate BalanceOf ''
            evaluate _balance <Org1>
        `,
    },
    {
        folder: 'low-level',
        oneServer: true,
        program: 'index.js',
        calls: `
            submit put k1 v1
            submit put k2 ''
            submit put '' v
            evaluate get k1
            evaluate get k9
            evaluate args a b
            evaluate keys
            evaluate nothing
            submit
        `,
    },
    {
        folder: 'ways',
        oneServer: true,
        calls: `
            submit text
            submit number
            submit yes
            submit nothing
            submit none
            submit bytes
            submit ordered
            submit steps
            submit onError
            submit throwsError
            submit throwsNothing
            submit throwsType
            submit empty k1
            submit text2 k1 'a text'
            submit text2 k1 ''
            submit text2 '' v
            submit both
            submit twoEvents
            submit serialized
            submit missing
            submit ways:text
            evaluate Plain:hello Ann
            evaluate Plain:missing
            evaluate none:text
            evaluate :text
            evaluate ways:
            submit
            evaluate org.hyperledger.fabric:GetMetadata
        `,
    },
];
