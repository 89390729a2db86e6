// @vladmandic/face-api: SSD MobileNet, 68 landmarks, 128 measurements, TensorFlow's WASM backend; its own defaults.
"use strict";
const path = require("path");
const tf = require("@tensorflow/tfjs");
const wasm = require("@tensorflow/tfjs-backend-wasm");
const faceapi = require("@vladmandic/face-api/dist/face-api.node-wasm.js");
const { run } = require("./photos.cjs");

async function main() {
  wasm.setWasmPaths(path.dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")) + "/dist/");
  await tf.setBackend("wasm");
  await tf.ready();
  const models = path.join(path.dirname(require.resolve("@vladmandic/face-api/package.json")), "model");
  for (const net of ["ssdMobilenetv1", "faceLandmark68Net", "faceRecognitionNet"])
    await faceapi.nets[net].loadFromDisk(models);
  const options = new faceapi.SsdMobilenetv1Options({ minConfidence: 0.5, maxResults: 200 });
  await run(tf, async (tensor) => {
    const found = await faceapi.detectAllFaces(tensor, options).withFaceLandmarks().withFaceDescriptors();
    return found.map(({ detection, descriptor }) => ({
      x: detection.box.x, y: detection.box.y, w: detection.box.width, h: detection.box.height, score: detection.score, embedding: Array.from(descriptor),
    }));
  });
}

main().catch((problem) => {
  console.error(problem);
  process.exit(1);
});
