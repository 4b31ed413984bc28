//! Serves the benchmark's workloads with the Rust shim; see ../../src/chaincode/raw-chaincode.ts for ours.

use fabric_shim::{async_trait, serde_json, Chaincode, ChaincodeStub, Error, Response, Server};
use serde::{Deserialize, Serialize};

/// The class argument of `dto`.
#[derive(Deserialize)]
#[allow(dead_code)]
struct Asset {
    id: String,
    owner: String,
    size: u32,
    value: f64,
    sealed: bool,
    color: String,
}

struct Bench;

#[async_trait]
impl Chaincode for Bench {
    async fn invoke(&self, stub: ChaincodeStub) -> Response {
        let (name, args) = stub.get_function_and_args();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        match run(&stub, &name, &args).await {
            Ok(answer) => Response::success(answer.into_bytes()),
            Err(error) => Response::error(error.to_string()),
        }
    }
}

async fn run(stub: &ChaincodeStub, name: &str, args: &[&str]) -> Result<String, Error> {
    match (name, args) {
        ("noop", _) => Ok("ok".into()),
        ("dto", [json]) => dto(json),
        ("getput", [key, value]) => get_put(stub, key, value).await,
        ("rw10", [key, value]) => rw10(stub, key, value).await,
        ("range", [start, end]) => range(stub, start, end).await,
        ("copy", [from, to]) => copy(stub, from, to).await,
        ("gets100", [prefix]) => gets100(stub, prefix).await,
        ("puts", [key, value, count]) => puts(stub, key, value, count).await,
        ("AssetTransfer:createAsset", [json]) => create_asset(stub, json).await,
        ("AssetTransfer:readAsset", [id]) => json_of(&read(stub, id).await?),
        ("AssetTransfer:transferAsset", [id, owner]) => transfer_asset(stub, id, owner).await,
        _ => Err(Error::InvalidArgument(format!("there is no function {name} with {} arguments", args.len()))),
    }
}

fn dto(json: &str) -> Result<String, Error> {
    parse::<Asset>(json.as_bytes()).map(|asset| asset.id)
}

async fn get_put(stub: &ChaincodeStub, key: &str, value: &str) -> Result<String, Error> {
    let before = stub.get_state(key).await?;
    stub.put_state(key, value).await?;
    Ok(before.len().to_string())
}

async fn rw10(stub: &ChaincodeStub, key: &str, value: &str) -> Result<String, Error> {
    let mut bytes = 0;
    for index in 0..10 {
        bytes += stub.get_state(&format!("{key}-{index}")).await?.len();
    }
    for index in 0..10 {
        stub.put_state(&format!("{key}-{index}"), value).await?;
    }
    Ok(bytes.to_string())
}

async fn range(stub: &ChaincodeStub, start: &str, end: &str) -> Result<String, Error> {
    let mut rows = stub.get_state_by_range(start, end).await?;
    let mut bytes = 0;
    while let Some(row) = rows.next().await? {
        bytes += row.value.len();
    }
    rows.close().await?;
    Ok(bytes.to_string())
}

async fn copy(stub: &ChaincodeStub, from: &str, to: &str) -> Result<String, Error> {
    let value = stub.get_state(from).await?;
    let bytes = value.len();
    stub.put_state(to, value).await?;
    Ok(bytes.to_string())
}

/// The shim has no batches, and takes one request of a transaction after the other.
async fn gets100(stub: &ChaincodeStub, prefix: &str) -> Result<String, Error> {
    let mut bytes = 0;
    for index in 0..100 {
        bytes += stub.get_state(&format!("{prefix}{index}")).await?.len();
    }
    Ok(bytes.to_string())
}

/// So many writes, each awaited before the next.
async fn puts(stub: &ChaincodeStub, key: &str, value: &str, count: &str) -> Result<String, Error> {
    let count: u32 = count.parse().map_err(|_| Error::InvalidArgument(format!("{count} is no number")))?;
    for index in 0..count {
        stub.put_state(&format!("{key}-{index}"), value).await?;
    }
    Ok(count.to_string())
}

/// What the ledger keeps under an asset's id, as the samples of Fabric have it.
#[derive(Deserialize, Serialize)]
struct StoredAsset {
    id: String,
    color: String,
    size: u32,
    owner: String,
    value: f64,
}

async fn create_asset(stub: &ChaincodeStub, json: &str) -> Result<String, Error> {
    let asset: StoredAsset = parse(json.as_bytes())?;
    if !stub.get_state(&asset.id).await?.is_empty() {
        return Err(Error::InvalidArgument(format!("the asset {} already exists", asset.id)));
    }
    stub.put_state(&asset.id, json_of(&asset)?).await?;
    Ok(String::new())
}

async fn transfer_asset(stub: &ChaincodeStub, id: &str, owner: &str) -> Result<String, Error> {
    let mut asset = read(stub, id).await?;
    let before = std::mem::replace(&mut asset.owner, owner.into());
    stub.put_state(id, json_of(&asset)?).await?;
    Ok(before)
}

async fn read(stub: &ChaincodeStub, id: &str) -> Result<StoredAsset, Error> {
    let bytes = stub.get_state(id).await?;
    if bytes.is_empty() {
        return Err(Error::InvalidArgument(format!("the asset {id} does not exist")));
    }
    parse(&bytes)
}

fn parse<'a, T: Deserialize<'a>>(json: &'a [u8]) -> Result<T, Error> {
    serde_json::from_slice(json).map_err(|error| Error::InvalidArgument(error.to_string()))
}

fn json_of<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::InvalidArgument(error.to_string()))
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    Server::from_env()?.start(Bench).await
}
