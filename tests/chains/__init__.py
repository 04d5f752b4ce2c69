"""Tests of the chains: the prompt that is sent, and what is made of the reply."""
