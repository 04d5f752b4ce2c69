"""How good advisors are, scripted or played by a model: ranked by skill, findings and outcome."""
