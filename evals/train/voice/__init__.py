"""Training of the client's voice: a LoRA adapter on the small model in the box.

Needs PyTorch, transformers, accelerate and gguf, which nothing else here needs:
`pip install torch==2.13.0 transformers==5.24.0 accelerate gguf`.
"""
